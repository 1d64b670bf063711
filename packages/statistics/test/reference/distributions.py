"""Writes distributions.json: reference values at 400 digits (mpmath), so that one minus a value is as good as the value.

Run: python3 distributions.py > distributions.json   (mpmath 1.3.0)
"""
import json
from mpmath import mp, mpf, erfc, gammainc, hyp2f1, beta, sqrt

mp.dps = 400
rows = []

def incomplete(a, b, x):
    """I_x(a, b), by the series with positive terms only (DLMF 8.17.8)."""
    return x**a * (1 - x)**b * hyp2f1(a + b, 1, a + 1, x, maxterms=10**6) / (a * beta(a, b))

def head(a, b, x):
    """I_x(a, b) where it is the smaller part, else by the other part, at precision enough for both."""
    a, b = mpf(a), mpf(b)
    return incomplete(a, b, x) if x <= a / (a + b) else 1 - incomplete(b, a, 1 - x)

def put(family, parameters, x, below, above):
    rows.append({"family": family, "parameters": parameters, "x": float(x), "cdf": float(below), "survival": float(above)})

for x in ["0", "1e-9", "0.1", "0.5", "1", "1.6448536269514722", "1.959963984540054", "2.5758293035489004", "4", "6", "8", "12", "20", "30", "37"]:
    for sign in (1, -1):
        x_ = mpf(float(x)) * sign
        put("normal", [], x_, erfc(-x_ / sqrt(2)) / 2, erfc(x_ / sqrt(2)) / 2)

def t_tail(t, df):
    return head(mpf(df) / 2, mpf(1) / 2, df / (df + t * t)) / 2

for df in [1, 2, 3, 5, 9, 29, 99, 401, 9999]:
    for t in ["1e-6", "0.3", "1", "2", "2.5", "4", "8", "15", "40", "200", "1e5"]:
        t_ = mpf(float(t))
        tail = t_tail(t_, df)
        put("student", [df], t_, 1 - tail, tail)
        put("student", [df], -t_, tail, 1 - tail)

for df in [1, 2, 3, 6, 10, 49, 200, 1000]:
    for ratio in ["1e-6", "0.01", "0.3", "0.8", "1", "1.3", "2", "4", "10", "40"]:
        x = mpf(float(mpf(ratio) * df))
        put("chiSquare", [df], x, gammainc(mpf(df) / 2, 0, x / 2, regularized=True), gammainc(mpf(df) / 2, x / 2, mp.inf, regularized=True))

for a, b in [(0.5, 0.5), (0.5, 8.5), (8.5, 0.5), (1, 1), (2, 3), (10.5, 20.5), (50.5, 30.5), (200.5, 0.5), (501.5, 71.5), (5000.5, 3000.5)]:
    for x in ["1e-12", "1e-4", "0.01", "0.1", "0.3", "0.5", "0.6", "0.7", "0.9", "0.99", "0.9999", "0.999999999"]:
        x_ = mpf(float(x))
        below = head(a, b, x_)
        above = head(b, a, 1 - x_)
        put("beta", [a, b], x_, below, above)

for d1, d2 in [(1, 5), (5, 12), (11, 60), (99, 300)]:
    for x in ["1e-6", "0.1", "0.7", "1", "1.8", "3", "10", "100"]:
        x_ = mpf(float(x))
        share = d1 * x_ / (d1 * x_ + d2)
        put("fisher", [d1, d2], x_, head(mpf(d1) / 2, mpf(d2) / 2, share), head(mpf(d2) / 2, mpf(d1) / 2, 1 - share))

print("[\n" + ",\n".join(json.dumps(row) for row in rows if row["cdf"] > 1e-300 or row["survival"] > 1e-300) + "\n]")
