package broadside.proof.policy;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * Witnesses and groups, of which so many must have cosigned for the group to count as a witness.
 *
 * @param threshold 1…number of members
 * @param members names, each once
 */
public record Group(String name, int threshold, List<String> members) {
  public Group {
    LogPolicy.checkName(name);
    members = List.copyOf(members);
    if (threshold < 1 || threshold > members.size()) {
      throw new IllegalArgumentException(
          "the threshold of group %s is %d, not 1…%d".formatted(name, threshold, members.size()));
    }
    if (new LinkedHashSet<>(members).size() < members.size()) {
      throw new IllegalArgumentException("group " + name + " has a member twice");
    }
  }
}
