"""The pages: rendered on the server, Thai first, for citizens, volunteers, officials and oversight."""
