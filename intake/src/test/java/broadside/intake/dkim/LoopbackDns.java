package broadside.intake.dkim;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.WireParseException;

/**
 * A DNS server on loopback, over UDP and TCP at one port. Names that it does not have are absent.
 */
public final class LoopbackDns implements Closeable {
  private static final int UDP_BYTES = 512;
  private static final int TTL = 60;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** What is said about a name. */
  @FunctionalInterface
  interface Answer {
    /** Completes an answer; false where none is sent. */
    boolean complete(Message answer) throws IOException;
  }

  private LoopbackDns(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  public static LoopbackDns start() throws IOException {
    while (true) {
      DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback(), 0));
      try {
        LoopbackDns dns =
            new LoopbackDns(udp, new ServerSocket(udp.getLocalPort(), 50, loopback()));
        Thread.ofVirtual().start(dns::serveUdp);
        Thread.ofVirtual().start(dns::serveTcp);
        return dns;
      } catch (BindException e) {
        udp.close(); // another process has that port for TCP
      }
    }
  }

  /** As {@code --dns} names it. */
  public String address() {
    return "127.0.0.1:" + udp.getLocalPort();
  }

  /** The names that were asked about, with {@code tcp} before those that were over TCP. */
  public List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  void answer(String name, Answer answer) {
    answers.put(name, answer);
  }

  /** Gives a name TXT records, each in strings of 255 bytes. */
  public void text(String name, String... records) {
    answer(
        name,
        answer -> {
          for (String record : records) {
            answer.addRecord(txt(name, record.split("(?<=\\G.{255})", -1)), Section.ANSWER);
          }
          return true;
        });
  }

  void code(String name, int code) {
    answer(
        name,
        answer -> {
          answer.getHeader().setRcode(code);
          return true;
        });
  }

  static Record txt(String name, String... strings) throws TextParseException {
    return new TXTRecord(name(name), DClass.IN, TTL, List.of(strings));
  }

  static Record alias(String from, String to) throws TextParseException {
    return new CNAMERecord(name(from), DClass.IN, TTL, name(to));
  }

  private static Name name(String name) throws TextParseException {
    return Name.fromString(name + ".");
  }

  private void serveUdp() {
    byte[] buffer = new byte[UDP_BYTES];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] question = Arrays.copyOf(buffer, packet.getLength());
        byte[] answer = answer(question, "");
        if (answer != null) {
          byte[] sent = answer.length > UDP_BYTES ? truncated(answer) : answer;
          udp.send(new DatagramPacket(sent, sent.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // a question that is none, or the end of the test
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // the end of the test
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      while (true) {
        byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), "tcp ");
        if (answer != null) {
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
      }
    } catch (IOException e) {
      // the client is done
    }
  }

  private byte @Nullable [] answer(byte[] question, String way) throws IOException {
    Message asked = new Message(question);
    String name = asked.getQuestion().getName().toString(true);
    this.asked.add(way + name);
    Message answer = new Message(asked.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(asked.getQuestion(), Section.QUESTION);
    Answer known = answers.get(name);
    if (known == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (!known.complete(answer)) {
      return null;
    }
    return answer.toWire();
  }

  /** The same without records, which says that they are too long for UDP. */
  private static byte[] truncated(byte[] answer) throws WireParseException, IOException {
    Message whole = new Message(answer);
    Message cut = new Message(whole.getHeader().getID());
    Header header = cut.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.TC);
    cut.addRecord(whole.getQuestion(), Section.QUESTION);
    return cut.toWire();
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
