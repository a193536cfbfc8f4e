"""A transfer, a file of transfers, a statement and its entries, as text: the matter of the tests of the bank."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import uuid4

from lxml import etree

from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.kernel import clock
from lucette.scheme.payments.adapters import Debtor, Transfer, write_transfers

DAY = dt.date(2021, 3, 2)
DEBTOR = Debtor("Caisse des Dépôts et consignations", made_up_iban(1), "CDCGFRPPXXX", "Paris")


def transfer(cents: int = 1_000_000, **changes) -> Transfer:
    return Transfer(
        **{
            "end_to_end_id": uuid4().hex,
            "cents": cents,
            "holder": "Trésorerie de Saint-Étienne-lès-Remiremont",
            "bic": "BDFEFRPPXXX",
            "iban": made_up_iban(2),
            "remittance": "SIRET 21192720700011 CONVENTION C-2021-00001",
            "town": "Tulle",
        }
        | changes
    )


def a_file(*transfers: Transfer, message_id: str = "LUCETTE-2021-00001", **options) -> bytes:
    return write_transfers(message_id, clock.now(), DAY, DEBTOR, transfers or (transfer(),), **options)


def schema(field_data: Path, name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(field_data / "iso20022" / f"{name}.xsd"))


def balance(code: str, amount: str, currency: str = "EUR", day: str = "2021-03-02", more: str = "") -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry>{more}</Tp><Amt Ccy="{currency}">{amount.lstrip("-")}</Amt>'
        f"<CdtDbtInd>{'DBIT' if amount[0] == '-' else 'CRDT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def statement(
    body: str = "",
    version: str = "08",
    opening: str = "0.00",
    closing: str = "0.00",
    currency: str = "EUR",
    head: str = "",
    balances: str | None = None,
) -> bytes:
    if balances is None:
        balances = balance("OPBD", opening, currency) + balance("CLBD", closing, currency)
    return (
        f'<?xml version="1.0"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2021-03-02T18:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>R-1</Id><CreDtTm>2021-03-02T18:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{DEBTOR.iban}</IBAN></Id></Acct>{balances}{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(
    amount: str = "10.00",
    way: str = "CRDT",
    details: str = "",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    reference: str = "REF-1",
    more: str = "",
) -> str:
    booked = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{status}<BookgDt><Dt>2021-03-02</Dt></BookgDt>'
        f"{booked}{more}{f'<NtryDtls>{details}</NtryDtls>' if details else ''}</Ntry>"
    )


def notice(body: str = "", version: str = "08") -> bytes:
    return (
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}"><BkToCstmrDbtCdtNtfctn>'
        f"<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2021-03-02T18:00:00</CreDtTm></GrpHdr>"
        f"<Ntfctn><Id>N-1</Id><CreDtTm>2021-03-02T18:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{DEBTOR.iban}</IBAN></Id></Acct>{body}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


def report(body: str = "", group: str = "", version: str = "10") -> bytes:
    return (
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>A-1</MsgId><CreDtTm>2021-03-02T18:00:00+01:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
        f"<OrgnlMsgId>LUCETTE-2021-00001</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>"
        f"{body}</CstmrPmtStsRpt></Document>"
    ).encode()
