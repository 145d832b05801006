@"%~dp0Python\python.exe" -m rus_sheets %*
