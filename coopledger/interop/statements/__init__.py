"""Statements of mobile-money and bank accounts, as providers write them.

`grid` reads any of their files as rows of texts, `providers` knows whose headings mean what, and
`reading` turns the rows into lines of money in and out. Who paid is proposed in the domain
(`coopledger.domain.payments`) and confirmed by a person.
"""
