"""The meeting desk on the screen: widgets over the presenter `coopledger.app.desk`."""
