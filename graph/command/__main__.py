"""``python -m graph.command`` is ``guanlian``."""

import sys

from graph.command import main

sys.exit(main())
