"""Months and weekdays in words, in the main European languages.

Croatian is none of them: its "listopad" is October, which is November in Czech and Polish.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_MONTHS = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz april mai juno julei august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
ledna února března dubna května června července srpna září října listopadu prosince
január február marec apríl máj jún júl august september október november december
január február március április május június július augusztus szeptember október november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκ
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκ
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday
montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda terça quarta quinta sexta feira
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
poniedziałek wtorek środa czwartek piątek sobota niedziela
pondělí úterý středa čtvrtek pátek neděle
"""
_CUT_WEEKDAYS = "mo di mi do fr sa so lu ma me je ve lun mar mer jeu ven"
_FILLERS = "de del di du den der le la el the of at on um om as o kl klo d y"
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3


def plain_word(word: str) -> str:
    """A word in lower case without accents: "Février" becomes "fevrier"."""
    parts = unicodedata.normalize("NFKD", word.lower().replace("ı", "i").replace("ł", "l"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _named_months() -> dict[str, int]:
    """Every word for a month, whole or cut to at least three letters, if that leaves one month.

    In one language a cut word that fits two months fits none: "jui" can be juin or juillet. If two
    languages differ, the one that comes first in the list counts: "mar" is March.
    """
    known: dict[str, int] = {}
    for line in _MONTHS.strip().splitlines():
        fits: dict[str, set[int]] = {}
        for month, word in enumerate(map(plain_word, line.split()), start=1):
            for end in range(_SHORTEST, len(word) + 1):
                fits.setdefault(word[:end], set()).add(month)
        fits |= {plain_word(word): {month} for month, word in enumerate(line.split(), start=1)}
        known = {word: min(months) for word, months in fits.items() if len(months) == 1} | known
    known |= dict.fromkeys(("δεκεμβριος", "δεκεμβριου"), 12)  # too long for the lines above
    return known | {"sept": 9, "mrz": 3, "mrt": 3, "mrch": 3, "jly": 7, "ott": 10, "agu": 8}


_KNOWN = _named_months()
_DAYS = {
    word[:end] for word in map(plain_word, _WEEKDAYS.split()) for end in range(_SHORTEST, len(word) + 1)
} | set(_CUT_WEEKDAYS.split(" "))
_BETWEEN = frozenset(_FILLERS.split(" "))


@lru_cache(maxsize=4096)
def month_of(word: str) -> int | None:
    """The month, 1 to 12, that a word means in one of the languages; None if it means none."""
    return _KNOWN.get(plain_word(word.strip(" .,")))


@lru_cache(maxsize=4096)
def is_weekday(word: str) -> bool:
    """Whether a word is the name of a weekday, whole or cut."""
    return plain_word(word) in _DAYS


def is_filler(word: str) -> bool:
    """Whether a word only joins the parts of a date, such as "de" in "12 de marzo de 2024"."""
    return plain_word(word) in _BETWEEN


def words(text: str) -> Iterator[re.Match[str]]:
    """The words in a text, each a run of letters."""
    return _WORD.finditer(text)
