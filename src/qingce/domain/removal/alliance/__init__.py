"""The Green Choice Alliance (IPE-2017 annex 4): its members, who observes an audit, what observing costs."""
