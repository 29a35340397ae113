"""What stands for a missing value in columns of numbers: words, and numbers such as -999; ON and OFF."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from ..series import counted
from ..setting_names import option
from .number_reading import NumberFormat, read_cell

_ON_OFF = """
    on off|true false|yes no|open closed|up down|high low|running stopped|enabled disabled|active inactive
    active idle|occupied unoccupied|occupied vacant|online offline|started stopped|start stop|open shut
    locked unlocked|present absent|charging discharging|connected disconnected|day night|wet dry
    ja nein|an aus|ein aus|wahr falsch|auf zu|offen geschlossen|aktiv inaktiv|hoch niedrig|hoch tief|tag nacht
    oui non|vrai faux|ouvert fermé|ouverte fermée|marche arrêt|haut bas|actif inactif|allumé éteint|jour nuit
    si no|sí no|verdadero falso|abierto cerrado|abierta cerrada|encendido apagado|alto bajo|activo inactivo
    sì no|vero falso|aperto chiuso|aperta chiusa|acceso spento|alto basso|attivo inattivo
    sim não|sim nao|verdadeiro falso|aberto fechado|ligado desligado|alto baixo|ativo inativo
    ja nee|aan uit|waar onwaar|open dicht|open gesloten|hoog laag|actief inactief
    ja nej|ja nei|på av|på fra|til fra|sann falsk|sant falskt|sand falsk|öppen stängd|åben lukket|åpen lukket
    kyllä ei|päällä pois|tosi epätosi|auki kiinni|tak nie|prawda fałsz|wł wył|włączony wyłączony
    ano ne|pravda nepravda|áno nie|igen nem|be ki|igaz hamis|da nu|da ne|evet hayır|açık kapalı|doğru yanlış
    да нет|вкл выкл|так ні|ναι όχι|是 否|开 关|開 關|はい いいえ|オン オフ|예 아니오
"""
_SINGLE_LETTERS = "y n|t f|j n|o n|s n|d n"  # each also a category, so both letters must occur

_PAIRS = [tuple(pair.split()) for pair in _ON_OFF.replace("\n", "|").split("|") if pair.strip()]
_LETTER_PAIRS = [tuple(pair.split()) for pair in _SINGLE_LETTERS.split("|")]

_MISSING = r"""
    n.a.|n.a|n. a.|na.|nil|missing|unknown|bad|error|no data|nodata|no_data|no-data|no value|null value
    not available|not applicable|not measured|not recorded|unavailable|undefined|undef|invalid|void
    empty|blank|not a number|(null)|(none)|(blank)|(empty)|(missing)|<null>|<none>|[null]|\n
    #na|#div/0!|#value!|#ref!|#name?|#num!|#null!|#n/a n/a|#n/v|#wert!|#bezug!|#zahl!
    #valeur!|#nombre!|#nom?|#¡valor!|#¡div/0!|#¡ref!|#¡num!|#¿nombre?|#valore!|#rif!
    -nan|+nan|-nan(ind)|nan(ind)|1.#qnan|-1.#qnan|1.#ind|-1.#ind|1.#nan
    nd|n.d.|n.d|n/d|n.v.|n/v|s/d|b/d|k.a.|k. a.|keine angabe|keine daten|kein wert|fehlt|fehlend|fehler
    unbekannt|ungültig|manquant|manquante|inconnu|indisponible|pas de données|sin dato|sin datos
    desconocido|mancante|sconosciuto|dati mancanti|sem dados|sem dado|ausente|desconhecido|brak|brak danych
    ontbreekt|onbekend|geen data|geen gegevens|saknas|mangler|puuttuu|нет данных|н/д|缺失|欠測
"""
_MISSING_WORDS = frozenset(word.strip() for word in _MISSING.replace("\n", "|").split("|") if word.strip())
_MARKS = re.compile(r"-+|–+|—+|\*+|\.+|…|_+|\?+|-\.-|--\.-+|\(-\)")

_NINES = re.compile(r"-\s?9{2,}0{0,2}(?:[.,]9+|[.,]0*)?|9{3,}(?:[.,]9+|[.,]0*)?")
_FILL = re.compile(
    r"-?(?:1(?:[.,]0*)?e\+?(?:1[5-9]|2\d|3\d)|9[.,]96\d*e\+?36|3[.,]4\d*e\+?38)", re.IGNORECASE
)
_MOST_NAMED = 3  # fill values in a doubt
_WIDEST = frozenset({"-32768", "32767", "65535", "-2147483648", "2147483647", "4294967295"})


def stands_for_missing(cell: str) -> bool:
    """Whether a cell marks a missing value among numbers: a usual word, or nothing but dashes, dots or stars.

    These words are read as missing only in a column of numbers; elsewhere they can be categories.
    """
    return not cell[-1:].isdigit() and (cell.lower() in _MISSING_WORDS or bool(_MARKS.fullmatch(cell)))


def _may_stand_for_missing(cell: str) -> bool:
    """Whether a cell is a number that often stands for a missing value, such as -999, 9999 or 1e20."""
    if not cell.strip("-9.,0 "):
        return bool(_NINES.fullmatch(cell))
    return cell in _WIDEST or ("e" in cell.lower() and bool(_FILL.fullmatch(cell)))


def fill_value_doubt(given: Mapping[str, int], form: NumberFormat) -> str:
    """A doubt about numbers that often mean missing and lie far from the others; "" if there are none.

    Args:
        given: {cell: how often it occurs} of a column.
        form: how its numbers are written.
    """
    looks = {cell for cell in given if _may_stand_for_missing(cell.removesuffix(form.unit).strip())}
    if not looks:
        return ""
    usual = [value for cell in given.keys() - looks if isinstance(value := read_cell(cell, form), float)]
    if not usual:
        return ""
    low, high = min(usual), max(usual)
    found: dict[float, int] = {}
    for cell, many in given.items():
        value = read_cell(cell, form) if cell in looks else None
        if isinstance(value, float) and _is_far(value, low, high):
            found[value] = found.get(value, 0) + many
    if not found:
        return ""
    said = ", ".join(
        f"{counted(many, 'cell')} {'is' if many == 1 else 'are'} {value:.15g}"
        for value, many in islice(found.items(), _MOST_NAMED)
    )
    means = "they mean" if sum(found.values()) > 1 else "it means"
    options = option("--missing", *(f"{value:.15g}" for value in islice(found, _MOST_NAMED)))
    return f"{said}, far from all others; if {means} missing, give {options}"


def _is_far(value: float, low: float, high: float) -> bool:
    """Whether a value lies outside the usual range by a good part of the range, and of its own size."""
    gap = max(low - value, value - high)
    return gap > (high - low) / 4 and gap > abs(value) / 10


def on_and_off(cells: Iterable[str]) -> tuple[str, str] | None:
    """The pair to which all these cells belong, in lower case: first what means 1, then what means 0."""
    words = {cell.lower() for cell in cells}
    if not words or len(words) > 2:
        return None
    for pair in _PAIRS:
        if words <= set(pair):
            return pair[0], pair[1]
    return next(((on, off) for on, off in _LETTER_PAIRS if words == {on, off}), None)
