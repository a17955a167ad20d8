"""Help when something is wrong: a report of a failure, the doctor, and redacted copies."""
