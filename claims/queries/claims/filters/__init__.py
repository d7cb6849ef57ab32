"""The filters of claims, in one table for the admin's list, the API and its exports."""
