package broadside.site;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Invented mails, each for something that a page must cope with. */
final class SampleMails {
  static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgoBX4jwsMRR0ATWg/wZtqzYwA"
                  + "AAAASUVORK5CYII=");

  private SampleMails() {}

  /** The first release: numbers in the order of this list, from 1. */
  static List<byte[]> first() {
    List<byte[]> mails = new ArrayList<>();
    mails.add(QUAY); // 1
    mails.add(REPLY); // 2
    mails.add(ANSWERS); // 3
    mails.add(NEWSLETTER); // 4
    mails.add(ARABIC); // 5
    mails.add(CHINESE); // 6
    mails.add(HOSTILE); // 7
    mails.add(SamplePublication.WITHHELD); // 8
    mails.add(BROKEN); // 9
    mails.add(NESTED); // 10
    mails.add(TABLE); // 11
    mails.add(HTML_ONLY); // 12
    mails.add(crowd()); // 13
    mails.add(COPY_A); // 14
    mails.add(COPY_B); // 15
    return mails;
  }

  /** The second release: short notes, enough for two pages. */
  static List<byte[]> second() {
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      mails.add(
          mail(
              """
              From: Harbour Watch <watch@harbour.example>
              To: office@harbour.example
              Date: Mon, %d Jun 2015 06:%02d:00 +0200
              Message-ID: <watch-%d@harbour.example>
              Subject: Night log %d

              Tide at %02d:%02d, wind from the west, %d boats in. Nothing else to report.
              """
                  .formatted(1 + i % 28, i % 60, i, i, i % 24, i % 60, 3 + i % 9)));
    }
    return mails;
  }

  static final byte[] QUAY =
      mail(
          """
          From: Ines Albrecht <ines.albrecht@harbour.example>
          To: Tomas Brandt <tomas.brandt@town.example>
          Cc: office@harbour.example
          Date: Tue, 14 Apr 2015 09:12:30 +0200
          Message-ID: <quay-1@harbour.example>
          Subject: The old quay: what the surveyor found

          Dear Tomas,

          the surveyor was here on Friday and walked the whole length of the old
          quay with me, from the ice house to the slip. His written report will
          take another three weeks, but I do not want you to hear the main point
          from somebody else first.

          The piles under sheds four to seven are gone. Not weak: gone. What has
          been holding the deck up since the winter is, in his words, "habit". He
          put his pocket knife into the third pile to the handle, and then did the
          same with the next five.

          So before the council votes on the sale, three things should be on the
          table:

          1. what the repair would cost, and who has known it since when;
          2. whether the buyer has been told;
          3. what becomes of the eleven tenants if the sheds are closed at once.

          I have asked the office to keep the gate to shed five locked until we
          know more. Please treat the second point with some care.

          With kind regards
          Ines

          --\s
          Ines Albrecht
          Harbour office, Quay Street 2
          Telephone 0555 0142
          """);

  static final byte[] REPLY =
      mail(
          """
          From: Tomas Brandt <tomas.brandt@town.example>
          To: Ines Albrecht <ines.albrecht@harbour.example>
          Date: Tue, 14 Apr 2015 11:40:02 +0200
          Message-ID: <quay-2@town.example>
          In-Reply-To: <quay-1@harbour.example>
          References: <quay-1@harbour.example>
          Subject: Re: The old quay: what the surveyor found

          Ines,

          thank you for telling me first. I would rather not have this in the
          minutes before the finance committee has met. Can the surveyor be asked
          to hand in his report after the 30th?

          Tomas

          On Tue, 14 Apr 2015 at 09:12, Ines Albrecht wrote:
          > Dear Tomas,
          >
          > the surveyor was here on Friday and walked the whole length of the old
          > quay with me, from the ice house to the slip. His written report will
          > take another three weeks, but I do not want you to hear the main point
          > from somebody else first.
          >
          > The piles under sheds four to seven are gone. Not weak: gone. What has
          > been holding the deck up since the winter is, in his words, "habit". He
          > put his pocket knife into the third pile to the handle, and then did the
          > same with the next five.
          """);

  static final byte[] ANSWERS =
      mail(
          """
          From: Ines Albrecht <ines.albrecht@harbour.example>
          To: Tomas Brandt <tomas.brandt@town.example>
          Date: Tue, 14 Apr 2015 12:05:44 +0200
          Message-ID: <quay-3@harbour.example>
          In-Reply-To: <quay-2@town.example>
          References: <quay-1@harbour.example> <quay-2@town.example>
          Subject: Re: The old quay: what the surveyor found

          > I would rather not have this in the
          > minutes before the finance committee has met.

          It is already in mine. I wrote to you as the office, not as a neighbour.

          > Can the surveyor be asked to hand in his report after the 30th?

          He can be asked. I shall not be the one who asks him.

          Ines
          """);

  static final byte[] NEWSLETTER =
      mail(
          """
          From: "Quay & Co. newsletter" <news@quayandco.example>
          To: office@harbour.example
          Date: Fri, 17 Apr 2015 07:00:00 +0000
          Message-ID: <news-17@quayandco.example>
          List-Id: <news.quayandco.example>
          Subject: Spring berths, and a word on our new café
          MIME-Version: 1.0
          Content-Type: multipart/mixed; boundary=outer

          --outer
          Content-Type: multipart/related; boundary=related

          --related
          Content-Type: multipart/alternative; boundary=inner

          --inner
          Content-Type: text/plain; charset=utf-8

          Spring berths are open for booking.

          See you at the café!
          --inner
          Content-Type: text/html; charset=utf-8

          <html><head><style>p { color: #333 }</style><script>document.title = 'ran'</script></head>
          <body onload="document.title='ran'"><h1>Spring berths</h1>
          <p>They are <b>open</b> for booking. <a href="https://tracker.example/c?u=1">Book now</a></p>
          <img src="cid:logo@quayandco.example" alt="Logo" width="64" height="64">
          <img src="https://tracker.example/open.gif?u=1" width="1" height="1">
          <form action="https://tracker.example/f"><input name="q"><button>Send</button></form>
          </body></html>
          --inner--
          --related
          Content-Type: image/png
          Content-ID: <logo@quayandco.example>
          Content-Disposition: inline; filename=logo.png
          Content-Transfer-Encoding: base64

          %s
          --related--
          --outer
          Content-Type: application/pdf; name="berths.pdf"
          Content-Disposition: attachment; filename="berths.pdf"
          Content-Transfer-Encoding: base64

          JVBERi0xLjQKJSBhIHRlc3QKJSVFT0YK
          --outer
          Content-Type: text/html; name="map.html"
          Content-Disposition: attachment; filename="map.html"

          <script>alert(1)</script>
          --outer--
          """
              .formatted(Base64.getEncoder().encodeToString(PNG)));

  static final byte[] ARABIC =
      mail(
          """
          From: =?utf-8?B?2YTZitmE2Ykg2K3Ys9mG?= <layla@quayside.example>
          To: office@harbour.example
          Date: Sat, 18 Apr 2015 10:30:00 +0300
          Message-ID: <layla-1@quayside.example>
          Subject: =?utf-8?B?2LfZhNioINin2LPYqtij2KzYp9ixINin2YTZhdiu2LLZ?=
           =?utf-8?B?hiDYsdmC2YUgNQ==?=
          Content-Type: text/plain; charset=utf-8

          السادة إدارة الميناء،

          نود أن نستأجر المخزن رقم 5 ابتداءً من شهر يونيو. هل ما زال متاحاً بعد زيارة المهندس؟

          Shed 5 is the one beside the ice house.

          مع أطيب التحيات
          ليلى حسن
          """);

  static final byte[] CHINESE =
      mail(
          """
          From: =?utf-8?B?546L56yR5aaC?= <wang@shipping.example>
          To: office@harbour.example
          Date: Mon, 20 Apr 2015 16:20:00 +0800
          Message-ID: <wang-1@shipping.example>
          Subject: =?utf-8?B?5YWz5LqO5LqU5pyI5Lu955qE5rOK5L2N?=
          Content-Type: text/plain; charset=utf-8

          您好:

          我们的货船将于五月十二日抵达贵港,请确认泊位是否可用。

          王笑如
          """);

  static final byte[] HOSTILE =
      mail(
          """
          From: "<script>alert('from')</script>" <"><img/src=x>"@evil.example>
          To: office@harbour.example
          Date: Tue, 21 Apr 2015 08:00:00 +0200
          Message-ID: <"><script>alert(1)</script>@evil.example>
          Subject: =?utf-8?Q?=3Cscript=3Ealert=28=27subject=27=29=3C=2Fscript=3E_=22_onmouseover=3D=22x?=
          X-Test: </dd></dl><script>alert('header')</script>
          MIME-Version: 1.0
          Content-Type: multipart/mixed; boundary=b

          --b
          Content-Type: text/plain; charset=utf-8

          <script>alert('text')</script> & "quotes" \u0007 \u202e txet

          On 1 May, <b onclick=x>A</b> wrote:
          > <img src=x onerror=alert(1)>
          --b
          Content-Type: text/html
          Content-Disposition: attachment; filename*=utf-8''x%%0d%%0aSet-Cookie:%%20a=b%%22%%3b.html

          <script>alert('attachment')</script>
          --b
          Content-Type: image/svg+xml; name="../../etc/passwd.svg"
          Content-Disposition: attachment; filename="../../etc/passwd.svg"

          <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>
          --b--
          """
              .replace("%%", "%"));

  static final byte[] BROKEN = mail("this is no mail at all\n\njust two lines\n");

  static final byte[] NESTED =
      mail(
          """
          From: office@harbour.example
          To: ines.albrecht@harbour.example
          Date: Wed, 22 Apr 2015 09:00:00 +0200
          Message-ID: <nested@harbour.example>
          Subject: Fwd: Keys of shed five
          MIME-Version: 1.0
          Content-Type: multipart/mixed; boundary=n

          --n
          Content-Type: text/plain

          As promised, the letter itself is attached.
          --n
          Content-Type: message/rfc822

          From: Jonas Reed <jonas@tenant.example>
          To: office@harbour.example
          Date: Mon, 20 Apr 2015 18:00:00 +0200
          Subject: Keys of shed five

          I still have two keys. Where shall I leave them?
          --n--
          """);

  static final byte[] TABLE =
      mail(
          """
          From: Accounts <accounts@harbour.example>
          To: ines.albrecht@harbour.example
          Date: Thu, 23 Apr 2015 14:00:00 +0200
          Message-ID: <table@harbour.example>
          Subject: Rents outstanding, first quarter

          As requested:

          Shed     Tenant              Due       Paid
          ------------------------------------------
          4        Reed & Daughter     1,200     1,200
          5        (empty)                 0         0
          6        Ice Works           3,450       900
          7        Net loft            1,800     1,800

          Only the Ice Works are behind.
          """);

  static final byte[] HTML_ONLY =
      mail(
          """
          From: Booking <booking@ferries.example>
          To: office@harbour.example
          Date: Fri, 24 Apr 2015 14:00:00 +0200
          Message-ID: <ferry@ferries.example>
          Subject: Your crossing
          Content-Type: text/html; charset=utf-8

          <p>Your crossing on <b>2 May</b> is booked.</p><p>Please be at the slip by 07:30.</p>
          """);

  static final byte[] COPY_A = copy("<minutes-a@town.example>");
  static final byte[] COPY_B = copy("<minutes-b@town.example>");

  private static byte[] copy(String id) {
    return mail(
        """
        From: Council clerk <clerk@town.example>
        To: council@town.example
        Date: Thu, 30 Apr 2015 17:00:00 +0200
        Message-ID: %s
        Subject: Minutes of the finance committee

        The committee took note of the sale of the old quay. The surveyor's report was not
        before it.
        """
            .formatted(id));
  }

  private static byte[] crowd() {
    StringBuilder to = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      to.append(i == 1 ? "" : ",\n ").append("Tenant ").append(i).append(" <t").append(i);
      to.append("@tenant.example>");
    }
    return mail(
        """
        From: office@harbour.example
        To: %s
        Message-ID: <crowd@harbour.example>
        Subject: Gate times

        The gate closes at nine from now on.
        """
            .formatted(to));
  }

  static byte[] mail(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
