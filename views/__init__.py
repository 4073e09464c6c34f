"""The front end's pages and what they share. They ask the public functions of ``graph`` and decide nothing."""
