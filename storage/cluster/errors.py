"""What a person is told when the embedded PostgreSQL cannot be had."""


class ClusterError(Exception):
    """The embedded PostgreSQL cannot be started, reached or stopped.

    `advice` is one line for the person at the terminal: what is wrong, where, and what to do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.advice = f"{problem}. {remedy}."
