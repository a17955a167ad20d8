"""The questions as plain lines: for screen readers, dumb terminals and slow connections."""
