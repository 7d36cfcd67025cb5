"""What `seps` can do, one command a module, each loaded when it is called."""
