"""The pages: what citizens, volunteers, officials and oversight meet."""
