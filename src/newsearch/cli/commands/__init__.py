"""The commands, one a file: options → library → printer → exit status."""
