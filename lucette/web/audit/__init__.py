"""The auditors' space: the trail of a euro."""
