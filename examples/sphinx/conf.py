"""Build it: sphinx-build -W . _build"""

import subprocess

from sphinx.errors import ExtensionError

project = "Users"
extensions = ["myst_parser", "sphinx_design"]
myst_enable_extensions = ["colon_fence"]
html_theme = "alabaster"


def put_tabs(app, docname, source):
    path = app.env.doc2path(docname)
    command = ["snippetgen", "docs", "render", "--flavor", "myst", "--stdin-filename", path]
    run = subprocess.run(command, input=source[0], stdout=subprocess.PIPE, encoding="utf-8")
    if run.returncode != 0:
        raise ExtensionError(f"{path}: snippetgen found an error")
    source[0] = run.stdout


def setup(app):
    app.connect("source-read", put_tabs)
