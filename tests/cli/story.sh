# Two versions of a small story, for cases that compare files: old.txt and new.txt.
cat >old.txt <<'TEXT'
headline: Bridge falls in storm
byline: A. Writer

The old bridge over the river fell on Monday. Twelve people were hurt.

Trains do not run. A bus goes every hour from the market square.

The mayor said that the bridge had been inspected in 2019. “We were told it was safe”, he said.

The bridge was built in 1923 by prisoners of war.

Divers look for a car that a witness saw.
TEXT
cat >new.txt <<'TEXT'
headline: Bridge collapses in storm
byline: A. Writer

Divers look for a car that a witness saw.

The old bridge over the river fell on Monday. Fifteen people were hurt.

Trains do not run. A bus goes every hour from the market square.

The mayor said that the bridge had been inspected in 2019. “We were told it was safe,” he said. An inquiry begins in May.

Correction: an earlier version gave a wrong number of people who were hurt.
TEXT
