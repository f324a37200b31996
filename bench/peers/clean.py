# The work of jobs/clean.yaml in pandas: python3 clean.py IN OUT
import sys

import pandas as pd

source, target = sys.argv[1:]
orders = pd.read_csv(source, dtype=str, keep_default_na=False)
for name in orders.columns:
    orders[name] = orders[name].str.strip()
orders = orders.mask(orders == "").dropna(how="all")
orders["order_date"] = pd.to_datetime(orders["order_date"], format="%Y-%m-%d")
orders["quantity"] = pd.to_numeric(orders["quantity"]).fillna(1).astype("int64")
orders["unit_price"] = pd.to_numeric(orders["unit_price"])
orders["city"] = orders["city"].fillna("unknown")
orders.to_csv(target, index=False)
