"""How people write currencies beside amounts: "R$", "Rs.", "kr", "A$", and whose sign each is.

The signs are those of the Unicode Common Locale Data Repository (cldr.unicode.org, numbers:
currencies) in the languages of each country that uses a currency, and the short forms that people
type beside them (KSh, Dhs, RMB). tests/journal/amounts/test_currency_signs.py holds them to CLDR.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DOLLARS: Final = (
    "ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD "
    "SRD TTD TWD USD UYU XCD"
)
_WRITTEN: Final = {
    "$": _DOLLARS,
    "€": "EUR",
    "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP",
    "¥ ￥": "JPY CNY",
    "元": "CNY TWD HKD",
    "円": "JPY",
    "원": "KRW",
    "₹": "INR",
    "₩": "KRW KPW",
    "₪ NIS": "ILS",
    "₱": "PHP",
    "₺ TL": "TRY",
    "₴ грн": "UAH",
    "฿": "THB",
    "₦": "NGN",
    "₽ руб р": "RUB",
    "₫ đ VNĐ": "VND",
    "₡": "CRC",
    "₲ Gs": "PYG",
    "₵ GH₵ GH¢": "GHS",
    "₸ тг": "KZT",
    "₮": "MNT",
    "₭": "LAK",
    "₾": "GEL",
    "৳ Tk": "BDT",
    "₼": "AZN",
    "֏": "AMD",
    "؋": "AFN",
    "៛": "KHR",
    "R": "ZAR",
    "RM": "MYR",
    "Rp": "IDR",
    "Rs ₨": "INR LKR MUR NPR PKR SCR",
    "ර රු": "LKR",
    "नेरू रु": "NPR",
    "ر": "PKR",
    "kr": "DKK ISK NOK SEK",
    "zł zl": "PLN",
    "Kč Kc": "CZK",
    "Ft": "HUF",
    "lei leu": "MDL RON",
    "лв lv": "BGN",
    "ден den": "MKD",
    "дин din": "RSD",
    "KM км": "BAM",
    "L Lek Lekë": "ALL HNL MDL",
    "Fr SFr": "CHF",
    "FCFA CFA": "XAF XOF",
    "FCFP": "XPF",
    "CF": "KMF",
    "FBu": "BIF",
    "FC": "CDF",
    "Fdj": "DJF",
    "FG": "GNF",
    "RF": "RWF",
    "A$ AU$": "AUD",
    "C$ CA$ CAN$": "CAD",
    "C$": "CAD NIO",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "NZ$": "NZD",
    "MX$ Mex$": "MXN",
    "R$": "BRL",
    "RD$": "DOP",
    "J$": "JMD",
    "N$": "NAD",
    "G$": "GYD",
    "B$": "BND BSD",
    "Bds$": "BBD",
    "EC$": "XCD",
    "TT$": "TTD",
    "L$": "LRD",
    "T$": "TOP",
    "WS$": "WST",
    "MOP$": "MOP",
    "AR$": "ARS",
    "CL$": "CLP",
    "CO$ COL$": "COP",
    "$U": "UYU",
    "US$ U$S U$D U$ $US": "USD",
    "JP¥": "JPY",
    "CN¥ RMB": "CNY",
    "E£ LE": "EGP",
    "B/": "PAB",
    "S/": "PEN",
    "Bs": "BOB VES",
    "Bs.S": "VES",
    "Q": "GTQ",
    "KSh": "KES",
    "Sh": "KES TZS UGX",
    "TSh": "TZS",
    "USh": "UGX",
    "Br ብር": "BYN ETB",
    "S": "SOS",
    "Le": "SLE",
    "K": "MMK PGK ZMW",
    "ZK": "ZMW",
    "MK": "MWK",
    "Ar": "MGA",
    "P": "BWP",
    "E": "SZL",
    "D": "GMD",
    "M": "LSL",
    "G": "HTG",
    "Kz": "AOA",
    "MTn MT": "MZN",
    "Nfk": "ERN",
    "UM أ.م": "MRU",
    "Db": "STN",
    "VT": "VUV",
    "Afl": "AWG",
    "Cg": "XCG",
    "Nu": "BTN",
    "Rf ރ": "MVR",
    "SR": "SAR SCR",
    "soʻm so'm сўм": "UZS",
    "сом": "KGS",
    "DH MAD د.م": "MAD",
    "Dh Dhs د.إ": "AED",
    "ر.س \u20c1": "SAR",
    "﷼": "IRR OMR QAR SAR YER",
    "QR ر.ق": "QAR",
    "RO ر.ع": "OMR",
    "ر.ي": "YER",
    "KD د.ك": "KWD",
    "BD د.ب": "BHD",
    "JD د.أ": "JOD",
    "ID د.ع": "IQD",
    "LD د.ل": "LYD",
    "DT د.ت": "TND",
    "DA د.ج": "DZD",
    "ل.ل": "LBP",
    "LS ل.س": "SYP",
    "ج.م": "EGP",
    "ج.س": "SDG",
}
_LETTERS_AND_SIGN: Final = re.compile(r"([a-z]{2,3})([^a-z])")
_NOT_AFTER: Final = frozenset("km")
"""Currencies before an amount only: 12.50 K may be thousands, 1.2 M millions."""


def _folded(sign: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKC", sign) if not _is_unseen(c))
    return "".join(plain.split()).casefold().rstrip(".")


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _whose() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for signs, codes in _WRITTEN.items():
        for sign in signs.split():
            key = _folded(sign)
            found[key] = found.get(key, frozenset()) | frozenset(codes.split())
    return found


SIGNS: Final = _whose()
"""A sign without case, spaces and a last full stop -> the ISO 4217 codes it is written for."""


def names_currency(written: str, currency: str, *, after: bool = False) -> bool | None:
    """Whether `written`, which stands beside an amount, is `currency` (ISO 4217).

    False: it is another currency. None: it is no currency at all. `after`: it stands behind.
    """
    key = _folded(written)
    if key == currency.casefold():
        return True
    if key in SIGNS and not (after and key in _NOT_AFTER):
        return currency in SIGNS[key]
    if (parts := _LETTERS_AND_SIGN.fullmatch(key)) and parts[2] in SIGNS:
        # "US$", "CAD$", "EUR €": the letters beside the sign begin the code.
        return currency in SIGNS[parts[2]] and currency.startswith(parts[1].upper())
    is_code = len(key) == 3 and written.isascii() and written.isupper()  # noqa: PLR2004  as ISO has
    return False if is_code else None
