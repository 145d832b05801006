"""``python -m rus_sheets``: the commands, where the program ``rus-sheets`` isn't on the path."""

from rus_sheets.start import main

main()
