"""Pages of the alliance: its members, their own page, who observes an audit and what that costs."""
