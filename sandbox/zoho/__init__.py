"""An imitation of Zoho Books' wire, for practice."""
