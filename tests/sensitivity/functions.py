"""Functions whose indices are known, and slow loops to hold the estimators to."""

import numpy as np


def ishigami(u):
    x = np.pi * (2 * u - 1)
    first = np.sin(x[:, 0])
    return first + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * first


def ishigami_indices(a=7.0, b=0.1):
    """First-order and total indices, by integration (Ishigami and Homma, 1990)."""
    V1 = (1 + b * np.pi**4 / 5) ** 2 / 2
    V2 = a**2 / 8
    V13 = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    V = V1 + V2 + V13
    return np.array([V1, V2, 0]) / V, np.array([V1 + V13, V2, V13]) / V


def g_function(a):
    """Make Sobol's g-function."""
    return lambda u: np.prod((np.abs(4 * u - 2) + a) / (1 + np.asarray(a)), axis=1)


def g_indices(a):
    """First-order and total indices of the g-function."""
    V = 1 / (3 * (1 + np.asarray(a)) ** 2)
    whole = np.prod(1 + V) - 1
    return V / whole, V * np.prod(1 + V) / (1 + V) / whole


def slow_indices(A, B, function):
    """Estimate the indices point by point, from their definitions."""
    n, d = A.shape
    yA = [function(row[None])[0] for row in A]
    yB = [function(row[None])[0] for row in B]
    center = (sum(yA) + sum(yB)) / (2 * n)
    V = sum((y - center) ** 2 for y in yA + yB) / (2 * n)
    first, total = [], []
    for i in range(d):
        s = t = 0.0
        for r in range(n):
            mixed = A[r].copy()
            mixed[i] = B[r, i]
            y = function(mixed[None])[0]
            s += (yB[r] - center) * (y - yA[r])
            t += (y - yA[r]) ** 2
        first.append(s / n / V)
        total.append(t / 2 / n / V)
    return first, total
