"""The names of a book's figures, as people call them."""

from coopledger.words.catalog import N_

FIGURES = {
    "meeting": N_("Meeting"),
    "date": N_("Date"),
    "book_loan_fund_cash": N_("Loan fund in the box, by the book"),
    "loan_fund_cash": N_("Loan fund in the box, counted"),
    "bank": N_("Loan fund at the bank"),
    "book_social_fund_cash": N_("Social fund in the box, by the book"),
    "social_fund_cash": N_("Social fund in the box, counted"),
    "loans_outstanding": N_("Loans out"),
    "charges_due": N_("Charges due"),
    "total_shares": N_("Shares"),
    "fines_owed": N_("Fines owed"),
    "members": N_("Members"),
    "charges_paid": N_("Charges paid"),
    "fines_paid": N_("Fines paid"),
    "over_short_loan_fund": N_("Loan fund over or short"),
    "over_short_social_fund": N_("Social fund over or short"),
    "expenses": N_("Expenses"),
    "loans_disbursed": N_("Lent"),
    "loans_count": N_("Loans"),
    "principal_repaid": N_("Principal repaid"),
    "written_off": N_("Written off"),
    "attendance_rate": N_("Present, of all roll calls"),
    "cash": N_("Cash of the loan fund"),
    "distributable": N_("To be shared out"),
    "share_value": N_("Worth of one share"),
    "residue": N_("Stays in the fund"),
    "reserve": N_("Kept as a reserve"),
}
