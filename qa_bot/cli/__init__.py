"""The command line; here the parts are put together."""
