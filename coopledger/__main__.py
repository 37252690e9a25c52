"""``python -m coopledger`` is the ``coopledger`` command."""

from coopledger.cli.main import main

main()
