"""What tests call is on this machine, which the program calls only where it is named."""

from connectors.addresses import InnerHosts

LOOPBACK = InnerHosts.of("127.0.0.1")
