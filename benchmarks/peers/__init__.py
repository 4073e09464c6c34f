"""One module an engine: how it loads the package and answers, with its best known queries."""
