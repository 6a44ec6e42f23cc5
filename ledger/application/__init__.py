"""The imperative shell: append, publish, project, import."""
