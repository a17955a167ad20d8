"""A second, independent and deliberately plain implementation of docs/specification.md."""
