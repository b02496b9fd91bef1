"""The app behind a web page: what `demo-wizard serve` starts. It needs the optional extra `serve`."""
