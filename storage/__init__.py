"""What is kept: tables, queries and the unit of work, on PostgreSQL alone."""
