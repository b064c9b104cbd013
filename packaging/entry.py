"""Where the built executable starts."""

from wizard.__main__ import run

if __name__ == "__main__":
    run()
