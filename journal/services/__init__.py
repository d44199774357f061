"""What people and the schedule do, one use case a file."""
