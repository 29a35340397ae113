"""What a column's name says about times, in several languages: a time, a part of the calendar, a counter.

Beside these, it tells codes and places on the globe from values.
"""

import re

from .month_words import plain_word


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TIMES = _set(
    """
    time times timestamp timestamps date dates datetime datetimes epoch unixtime unix ts ds dt dttm when
    datum zeit zeitstempel zeitpunkt uhrzeit fecha fechahora instante horodatage instant moment
    jd mjd bjd hjd datenumber tijd tijdstip tid tidpunkt tidspunkt dato data czas datetimestamp timestep
    cas дата время data_ora zaman tarih aika paivamaara idopont datenum
    yymmdd yyyymmdd ymd ordinal filetime
    日期 时间 時間 日時 日付 날짜 시간 일시
    """
)
_DOUBTFUL = frozenset({"data", "dt", "when", "moment", "instant", "unix", "timestep"})  # also names of values
_BESIDE = _set(
    """
    utc gmt local unix epoch start end begin stop obs observation observed event reading measured measurement
    recorded record created sample sampling log logged interval of at on the in s ms us ns sec seconds millis
    milliseconds nanos micros iso iso8601 std standard lst cet cest mez pst est valid index and und y e
    decimal dec fractional fraction frac serial julian modified excel matlab num number
    hora ora uhrzeit heure zeit
    system server device fiscal financial calendar academic school survey census
    sensor transaction trade day month ce ad no nr
    """
)
_DAY_FIRST_WORDS = _set(
    "datum zeit zeitstempel zeitpunkt fecha fechahora horodatage tijd tijdstip tid tidpunkt tidspunkt dato "
    "data czas дата время tarih zaman jour giorno dia tag"
)
_PARTS = {
    "year": "year years fy yr yrs yyyy yy jahr jahre annee an ano anio anno anul jaar ar aar rok год година "
    "vuosi ev yil iyear 年 年份 年度",
    "quarter": "quarter qtr quart q quartal trimestre trimester kwartaal kvartal kwartal ctvrtleti",
    "month": "month months mon mo mth monat mois mes mese maand maned manad miesiac mesic mesiac luna месяц "
    "kuukausi ho honap ay mm imonth 月 月份",
    "week": "week weeks wk woche kw semaine semana settimana uke vecka tydzien tyden isoweek",
    "day": "day days dy tag tage jour dia giorno dag dzien den zi день paiva nap gun mday dom iday dd 日",
    "day of year": "doy yday jday dayofyear ydy julianday ordinalday",
    "hour": "hour hours hr hrs hh stunde heure hora ora uur timme time godzina hodina час tunti hod std "
    "h ihour 时 時 小时 時間",
    "minute": "minute minutes min mins minuto minuut minut minuta mi mn минута",
    "second": "second seconds sec secs ss sekunde seconde segundo secondo sekund sekunda секунда",
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words.split()}
_COUNTERS = _set(
    """
    index id idx i n no nr num number row rows rowid rownames rowname record step steps t elapsed frame frames
    sample samples tick ticks seq sequence counter count_id obs observation sec secs second seconds ms msec s
    min mins minutes hours days cycle cycles lfd zeile nummer indice index0
    """
)
_PERIODS = _set("period periods interval slot block he periode periodo")
_WEEKDAYS = _set("weekday dayofweek dow wochentag weekdag")
_CODES = _set("id ids code codes zip zipcode postcode plz key uuid")
_PLACES = _set(
    "lat lats latitude lon lng long longitude latitud longitud latitudine longitudine breitengrad langengrad "
    "laengengrad breddegrad breddgrad lengdegrad langdgrad breedtegraad lengtegraad "
    "широта долгота 纬度 经度 緯度 経度"
)
_LOCATED = _set("position pos location loc start end from to gps geo pickup dropoff")  # beside "long"
_BESIDE_PLACES = _set("deg degree degrees dd decimal wgs84 gps")
_ORDERS = re.compile(
    r"(?:^|[^a-z])(?:(d{1,2}|j{2}|t{2}|g{2})|(m{1,2}))[\s./-](?:(m{1,2})|(d{1,2}))", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+\d*")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words_of(heading: str) -> list[str]:
    """The words of a name, plain; what stands in brackets is left out."""
    return [plain_word(word) for word in _WORD.findall(_HUMP.sub(" ", re.sub(r"[(\[].*", "", heading)))]


def is_time_heading(heading: str) -> bool:
    """Whether this is a name for times: "Time (UTC)", "unix_time", "StartDate", "Datum", "fecha" ..."""
    said = _words_of(heading)
    joined = {"".join(said), "_".join(said)}
    named = any(word in _TIMES for word in said) and all(word in _TIMES | _BESIDE for word in said)
    happened = len(said) > 1 and said[-1] == "at" and all(word in _BESIDE for word in said)  # created_at
    return named or happened or bool(joined & _TIMES)


def surely_time_heading(heading: str) -> bool:
    """Whether a column of this name must hold times. "data" or "dt" can be a value as well."""
    said = _words_of(heading)
    return is_time_heading(heading) and ("at" in said or not set(said) & _TIMES <= _DOUBTFUL)


def is_period_heading(heading: str) -> bool:
    """Whether a name means a part of a day or a year: "month", "settlement period", "interval" ..."""
    said = _words_of(heading)
    return bool(calendar_part(heading)) or (bool(said) and said[-1] in _PERIODS)


def calendar_part(heading: str) -> str:
    """The part of the calendar that a name means: "year", "month", "hour" ...; "" if none.

    Words beside it, as in "Start Year" or "day of month", do not matter.
    """
    said = _words_of(heading)
    if "".join(said) in ("dayofyear", "julianday", "dayofyr", "dayinyear"):
        return "day of year"
    if is_weekday_heading(heading):
        return ""
    parts = [_PART_OF[word] for word in said if word in _PART_OF]
    others = [word for word in said if word not in _PART_OF and word not in _BESIDE | _TIMES]
    return parts[0] if parts and not others else ""


def is_weekday_heading(heading: str) -> bool:
    """Whether a name means the day of the week: "weekday", "day_of_week", "dow", "Wochentag"."""
    said = _words_of(heading)
    return said[-3:] == ["day", "of", "week"] or bool({*said} & _WEEKDAYS)


def is_counter_heading(heading: str) -> bool:
    """Whether numbers under this name can only count: "", "index", "t", "elapsed", "frame", "sample"."""
    said = _words_of(heading)
    year = not said and any(map(str.isdigit, heading))
    return not year and all(word in _COUNTERS or word in _TIMES - _DOUBTFUL | {"unnamed"} for word in said)


def is_code_heading(heading: str) -> bool:
    """Whether numbers under this name stand for something else: "Postal Code", "sensor_id", "key"."""
    return bool(set(_words_of(heading)[-1:]) & _CODES)


def is_place_heading(heading: str) -> bool:
    """Whether numbers under this name say where something is: "lat", "start_lng", "Longitude (deg)"."""
    said = [word for word in _words_of(heading) if word not in _BESIDE_PLACES]
    return bool(set(said[-1:]) & _PLACES) and (said[-1] != "long" or {*said[:-1]} <= _LOCATED)


def may_be_latency(heading: str) -> bool:
    """Whether "lat" in a name can be short for latency; nobody doubts it beside "lon"."""
    return bool({*_words_of(heading)} & {"lat", "lats"})


def order_said(heading: str) -> str:
    """The order of day and month that a name shows, as in "date (dd/mm/yyyy)": "dmy", "mdy" or ""."""
    match = _ORDERS.search(heading)
    if not match:
        return ""
    if match[1] and match[3]:
        return "dmy"
    return "mdy" if match[2] and match[4] else ""


def is_day_first_language(heading: str) -> bool:
    """Whether the name is in a language whose dates begin with the day."""
    return any(word in _DAY_FIRST_WORDS for word in _words_of(heading))
