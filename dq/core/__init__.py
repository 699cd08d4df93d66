"""The words every room shares: feeds, rules, outcomes, tariff, run and errors."""
