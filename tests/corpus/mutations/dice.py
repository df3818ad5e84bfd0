"""What chance decides, the same way for the same seed."""

import random


class Impossible(Exception):
    """The schema at hand has no place for a change, or the engine refuses it."""


class Dice(random.Random):
    def __init__(self, seed):
        super().__init__(seed)
        self.named = 0

    def one_of(self, what):
        what = list(what)
        if not what:
            raise Impossible("there is none of these")
        return self.choice(what)

    def some_of(self, what, count):
        what = list(what)
        if len(what) < count:
            raise Impossible("there are too few of these")
        return self.sample(what, count)

    def chance(self, percent):
        return self.randrange(100) < percent

    def new_name(self, kind):
        """A name that no schema has. One in four must be quoted, or is as long as PostgreSQL's may be."""
        self.named += 1
        plain = f"mutated_{kind}_{self.named}"
        if self.chance(75):
            return plain
        return self.choice([
            f"Mutated {kind} {self.named}",
            f'mutated "{kind}" {self.named}',
            f"mutated's {kind}-{self.named}",
            f"ménagé_{kind}_{self.named}",
            plain + "_" * (62 - len(plain)) + "z",
        ])


class Changes:
    """The changes of one engine: functions of a database and dice that return the statement to run."""

    def __init__(self):
        self.functions, self.weights = [], []

    def __call__(self, weight=1):
        def keep(function):
            self.functions.append(function)
            self.weights.append(weight)
            return function

        return keep

    def any(self, dice):
        return dice.choices(self.functions, self.weights)[0]
