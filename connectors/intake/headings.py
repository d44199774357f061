"""What columns of journal files are headed in German, French, Spanish, Italian, Portuguese, Dutch.

A heading that nobody knows is refused where its cells are filled, so what is missing here is asked
about, not lost. Accents and signs make no difference (`bare` in `columns.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ELSEWHERE: Final = {
    "number": "Journalnummer, Buchungsnummer, N° d'écriture, Numéro d'écriture, EcritureNum, "
    "Asiento, N° asiento, Número de asiento, Numero registrazione, Lançamento, "
    "Número do lançamento",
    "document": "Belegnummer, Beleg, N° de pièce, N° pièce, Numéro de pièce, Pièce, Comprobante, "
    "N° comprobante, Boekstuknummer, Boekstuk",
    "date": "Datum, Buchungsdatum, Belegdatum, Date d'écriture, Date de pièce, EcritureDate, "
    "Fecha, Fecha asiento, Fecha contable, Data, Data registrazione, Boekdatum",
    "account": "Konto, Compte, Compte général, Cuenta, Cuenta contable, Conto, Conta, "
    "Grootboekrekening, Rekening",
    "code": "Kontonummer, Numéro de compte, N° de compte, CompteNum, Número de cuenta, "
    "Numero di conto, Número da conta, Rekeningnummer",
    "debit": "Soll, Débit, Debe, Débito, Dare, Debet",
    "credit": "Haben, Crédit, Haber, Crédito, Avere",
    "amount": "Betrag, Montant, Importe, Importo, Valor, Bedrag",
    "description": "Buchungstext, Beschreibung, Libellé, Concepto, Descripción, Descrizione, "
    "Descrição, Omschrijving",
    "memo": "Notiz, Bemerkung, Mémo, Nota, Notas, Opmerking",
    "currency": "Währung, Waehrung, WKZ, Devise, Monnaie, Moneda, Divisa, Valuta, Moeda",
    "channel": "Vertriebskanal, Canal de vente, Canal de venta",
    "class": "Klasse, Classe, Clase",
    "location": "Standort, Abteilung, Filiale, Emplacement, Succursale, Ubicación, Sucursal, "
    "Tienda, Sede, Localização, Filial, Loja, Vestiging, Locatie",
    "name": "Kontakt, Geschäftspartner, Tiers, Tercero, Contacto, Contatto, Relatie",
    "customer": "Kunde, Client, Cliente, Klant",
    "vendor": "Lieferant, Fournisseur, Proveedor, Fornitore, Fornecedor, Leverancier",
    "employee": "Mitarbeiter, Salarié, Empleado, Dipendente, Funcionário, Werknemer",
    "project": "Projekt, Projet, Proyecto, Progetto, Projeto",
    "tax": "Steuersatz, Steuerschlüssel, Steuercode, Code TVA, Taux de TVA, TVA, Tipo de IVA, "
    "Código de impuesto, Codice IVA, Aliquota IVA, IVA, BTW code, BTW",
    "tax_amount": "Steuerbetrag, Montant TVA, Montant de TVA, Importe IVA, Cuota IVA, Importo IVA, "
    "BTW bedrag",
    "rate": "Wechselkurs, Umrechnungskurs, Taux de change, Tipo de cambio, Tasa de cambio, "
    "Tasso di cambio, Taxa de câmbio, Wisselkoers",
    "reverse_on": "Stornodatum, Date d'extourne, Fecha de reversión",
}
ABROAD: Final[Mapping[str, tuple[str, ...]]] = {
    column: tuple(said.split(", ")) for column, said in _ELSEWHERE.items()
}
"""Our name of a column -> its headings elsewhere."""
