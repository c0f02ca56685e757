"""An invented year of several police stations, with planted misuse, for the oversight benchmark.

Written and committed before the rules that look for misuse. Honest and dishonest behaviour overlap
on purpose; numbers are drawn anew for every seed:

honest     ask several times for one junction of their own beat, come back to a home that was
           burgled again, work nights by rota and are called out, catch up on weekends, write short
           or copied purposes, change their shift in the middle of the year, leave cases open for
           months; at a station with two commanders these two always decide for each other
dishonest  do their normal work, and beside it: follow one home (or shop), look at night off
           duty, write empty purposes, use cases that come to nothing, or wave each other's
           requests through
"""
