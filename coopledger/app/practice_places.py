"""Where practice groups live: their money, rules and names. Nobody here exists."""

import msgspec

from coopledger.domain.constitution import Constitution, ShareOutRounding
from coopledger.words.catalog import N_


class Setting(msgspec.Struct, frozen=True):
    """A place where a practice group could be. Money in minor units."""

    group: str
    country: str
    currency: str
    decimals: int
    share_price: int
    contribution: int
    fines: dict[str, int]
    grant: int
    """The usual help out of the social fund."""
    keepsake: int
    """What a record book or a padlock costs."""
    step: int
    """People ask for loans in multiples of this."""
    names: tuple[str, ...]


def constitution(setting: Setting, start: str, meetings: int) -> Constitution:
    """The rules of a practice group: a common weekly savings group's."""
    return Constitution(
        kind="vsla",
        currency=setting.currency,
        currency_decimals=setting.decimals,
        country=setting.country,
        cycle_start=start,
        meetings_in_cycle=meetings,
        share_price=setting.share_price,
        max_shares_per_meeting=5,
        social_contribution=setting.contribution,
        charge_percent="5",
        allocation=("charge", "principal"),
        share_out_rounding=ShareOutRounding("truncate_value", 10),
        fines=setting.fines,
    )


HILLS = Setting(
    group="Tumaini Hills Savings Group",
    country="UG",
    currency="UGX",
    decimals=0,
    share_price=2_000,
    contribution=500,
    fines={"late": 200, "absent": 500, "phone": 300},
    grant=20_000,
    keepsake=6_500,
    step=5_000,
    names=(
        "Akello Grace", "Byaruhanga Moses", "Katusiime Ritah", "Wasswa Ronald",
        "Nabirye Joyce", "Tindyebwa Agnes", "Opio Daniel", "Namara Peace",
        "Kirabo Suzan", "Mbabazi Enid", "Lubega Herbert", "Acen Florence",
        "Rwothomio Felix", "Nakabugo Zainab", "Asiimwe Oliver", "Kyomuhendo Betty",
        "Odeke Simon", "Nantongo Hadijah", "Turyasingura Eric", "Apio Christine",
        "Kaggwa Livingstone", "Birungi Immaculate", "Ayebare Doreen", "Onyango Fred",
        "Nalwoga Teopista", "Mugabi Yusuf",
    ),
)  # fmt: skip

HIGHLANDS = Setting(
    group="Biruk Tesfa",
    country="ET",
    currency="ETB",
    decimals=2,
    share_price=50_00,
    contribution=10_00,
    fines={"late": 5_00, "absent": 15_00, "phone": 5_00},
    grant=400_00,
    keepsake=180_00,
    step=100_00,
    names=(
        "አስቴር ወልዴ", "Almaz Desta", "Getachew Worku", "Hiwot Girma",
        "Selam Assefa", "Tsegaye Mamo", "Mulu Kebede", "Yeshi Alemu",
        "Birtukan Lemma", "Dawit Hailu", "Fikirte Negash", "Genet Tadesse",
        "Aynalem Bekele", "Zewdu Ayele", "Lakech Demissie", "Abeba Tefera",
        "Meseret Shiferaw", "Solomon Eshetu", "Tigist Wolde", "Roman Gebre",
        "Kidist Abera", "Mekonnen Taye", "Senait Berhe", "Workinesh Dibaba",
    ),
)  # fmt: skip

COAST = Setting(
    group="Espérance de la Lagune",
    country="BJ",
    currency="XOF",
    decimals=0,
    share_price=500,
    contribution=100,
    fines={"late": 100, "absent": 250, "phone": 100},
    grant=10_000,
    keepsake=2_500,
    step=1_000,
    names=(
        "Adjovi Hélène", "Houénou Cécile", "Dossou Théophile", "Ahouansou Pélagie",
        "Zinsou Réné", "Gbaguidi Félicité", "Tossou Brigitte", "Akplogan Irénée",
        "Kpodo Solange", "Agossa Mélanie", "Sèmassou Clarisse", "Hounkpè Barthélemy",
        "Azonhiho Delphine", "Fandohan Noëlie", "Lokossou Angèle", "Quenum Léopold",
        "Vodounon Estelle", "Mensah Aïcha", "Bossou Pascaline", "Koudandé Gisèle",
        "Tchibozo Rosine", "Yèhouessi Blaise", "Alapini Odette", "Djossa Prudence",
    ),
)  # fmt: skip

PURPOSES = (
    N_("maize to sell"),
    N_("school fees"),
    N_("goats"),
    N_("roof sheets"),
    N_("seed and fertiliser"),
    N_("stock for the stall"),
    N_("sewing machine"),
    N_("medical bill"),
    N_("bicycle repair"),
    N_("fish to smoke and sell"),
)
TROUBLES = (N_("funeral"), N_("illness"), N_("house burned"), N_("new baby"), N_("storm damage"))
PURCHASES = (N_("record book and pens"), N_("stamp and ink"), N_("padlock"), N_("passbooks"))
WHY_SHORT = N_("counted three times; the money-counters will look for it")
WHY_OVER = N_("a coin found under the mat, nobody claimed it")
WHY_GIVEN_UP = N_("died; the group gave the rest of the loan up")
WHY_LEFT = N_("moved away to another district")
DECISIONS = (
    N_("We meet an hour earlier until the harvest is in."),
    N_("Each member brings a passbook cover by the next meeting."),
    N_("The key-holders change places at the next meeting."),
    N_("Money above what is needed for loans goes to the bank."),
    N_("Visitors may watch, but nobody else counts the money."),
)
CALLED_IN = N_(
    "All loans are repaid by the last meeting; no new loan is given before the share-out."
)
