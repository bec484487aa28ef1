"""Delivery reports in the shapes in which mail servers send them; `TOKEN` stands for the letter's."""

from __future__ import annotations

import base64

POSTFIX = """\
Return-Path: <>
Delivered-To: bounce+TOKEN@example.net
Received: by mx.example.net (Postfix) id 4Q1B; Fri, 20 Nov 2026 16:00:07 +0800 (CST)
Date: Fri, 20 Nov 2026 16:00:07 +0800 (CST)
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounce+TOKEN@example.net
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Q1B.1/mx.example.net"

This is a MIME-encapsulated message.

--4Q1B.1/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

--4Q1B.1/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4Q1B
Arrival-Date: Fri, 20 Nov 2026 16:00:05 +0800 (CST)

Final-Recipient: rfc822; chen@example.org
Original-Recipient: rfc822;chen@example.org
Action: ACTION
Status: STATUS
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <chen@example.org>: Recipient address
    rejected: User unknown in virtual mailbox table

--4Q1B.1/mx.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822

Message-ID: <TOKEN@example.net>
From: qingce@example.net
To: chen@example.org
Subject: New password

http://127.0.0.1:8000/reset/3f9c-secret/

--4Q1B.1/mx.example.net--
"""

EXIM = """\
Return-path: <>
Envelope-to: bounce+TOKEN@example.net
X-Failed-Recipients: chen@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.example.org>
To: bounce+TOKEN@example.net
Content-Type: multipart/report; report-type=delivery-status; boundary=1700000000-eximdsn-1
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1700000000-eximdsn-1
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered.

--1700000000-eximdsn-1
Content-type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Action: failed
Final-Recipient: rfc822;chen@example.org
Status: 5.0.0
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 No such user here

--1700000000-eximdsn-1
Content-type: message/rfc822

Message-ID: <TOKEN@example.net>
Subject: New password

--1700000000-eximdsn-1--
"""

# The return address was rewritten on the way: only the returned heads tell which letter it was.
EXCHANGE = """\
From: postmaster@example.org
To: qingce@example.net
Content-Type: multipart/report; report-type=delivery-status;
 boundary="_000_DB7PR"
Subject: Undeliverable: New password
MIME-Version: 1.0

--_000_DB7PR
Content-Type: multipart/alternative; differences=Content-Type; boundary="_001_DB7PR"

--_001_DB7PR
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+bm90IGZvdW5kPC9ib2R5PjwvaHRtbD4=

--_001_DB7PR--

--_000_DB7PR
Content-Type: message/delivery-status

Reporting-MTA: dns;DB7PR.example.org

Final-Recipient: rfc822;chen@example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found
X-Display-Name: Chen

--_000_DB7PR
Content-Type: text/rfc822-headers

Subject: New password
Message-ID: <TOKEN@example.net>

--_000_DB7PR--
"""

# Words in GB18030 that are not declared, the report itself in base64, the address only in other letters.
CHINESE = (
    """\
From: =?gb18030?B?08q8/s22tdzPtc2z?= <PostMaster@example.cn>
To: BOUNCE+UPPER@EXAMPLE.NET
Subject: \xcf\xb5\xcd\xb3\xcd\xcb\xd0\xc5
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="----=_NextPart"

------=_NextPart
Content-Type: text/plain; charset=no-such-charset
Content-Transfer-Encoding: base64

!!!not base64!!!
------=_NextPart
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

"""
    + base64.b64encode(
        b"Reporting-MTA: dns; example.cn\r\n\r\nFinal-Recipient: rfc822; chen@example.org\r\n"
        b"Action: failed\r\nDiagnostic-Code: smtp; 550 MI:NHD mailbox not found\r\n"
    ).decode()
    + "\n------=_NextPart--\n"
)

# No report within: words for people only.
QMAIL = """\
From: MAILER-DAEMON@example.org
To: bounce+TOKEN@example.net
Subject: failure notice

Hi. This is the qmail-send program at example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<chen@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <TOKEN@example.net>
"""


def filled(shape: str, token: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report about a letter, as bytes."""
    text = shape.replace("TOKEN", token).replace("UPPER", token.upper())
    return text.replace("ACTION", action).replace("STATUS", status).encode("latin-1")
