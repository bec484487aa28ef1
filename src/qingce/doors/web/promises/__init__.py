"""Pages of promises: the public figure, how it is counted, and the promises of one enterprise."""
