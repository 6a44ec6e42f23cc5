"""What is open on the present day of the demonstration: renewed mandates, and fresh matters for each role."""
