"""The door over HTTP: statements go in, receipts and the files of the log come out."""
