"""The pages of stewards: the founding sitting, whose key stands how, confirming a key, alarms and history."""
