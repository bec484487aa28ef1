"""Forms from the rulebook with evidence, filled online or offline; what they are about, other rooms say."""
