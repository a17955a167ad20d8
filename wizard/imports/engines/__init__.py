"""What adds calls up where they lie: files by DuckDB, tables by the database that holds them."""
