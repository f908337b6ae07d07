/**
 * Inviting somebody: the link, its code for a phone, and what a phone will say of the certificate. In: the invite.
 * Out: the link copied.
 */
import { Check, Copy, ShieldAlert } from "lucide-preact";
import { useState } from "preact/hooks";
import { encode } from "uqr";
import { Button, Glyph } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { refuse, useDesk } from "../desk.ts";

/** The invite dialogue. */
export function InviteDialog() {
  const desk = useDesk();
  const invite = desk.model.invite.value;
  const [copied, setCopied] = useState("");
  const copy = (link: string) => {
    if (!navigator.clipboard) {
      refuse(desk, "This page may not copy: select the link and copy it by hand");
      return;
    }
    navigator.clipboard.writeText(link).then(
      () => setCopied(link),
      () => refuse(desk, "The browser refused to copy: select the link and copy it by hand"),
    );
  };
  return (
    <Dialog title="Invite somebody">
      <div class="invite">
        <Code text={invite.link} />
        <div>
          <p>
            Whoever has this link can join: they begin by watching, and may take a camera or walk. No account,
            nothing to install.
          </p>
          <label class="link">
            <span class="unseen">Link</span>
            <input readOnly value={invite.link} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <Button
            tone="solid"
            icon={copied === invite.link ? Check : Copy}
            label={copied === invite.link ? "Copied" : "Copy the link"}
            onPress={() => copy(invite.link)}
          />
          {invite.secure ? null : (
            <p class="warning" role="note">
              <Glyph icon={ShieldAlert} /> This link is not secure: phones give no motion sensors to such a
              page, and the network’s picture may be missing.
            </p>
          )}
          {invite.note !== "" ? <p class="dim">{invite.note}</p> : null}
          {invite.others.length > 0 ? (
            <>
              <h3>Other addresses of this room</h3>
              <ul class="plain">
                {invite.others.map((link) => (
                  <li key={link}>
                    <input
                      readOnly
                      aria-label="Link"
                      value={link}
                      onFocus={(event) => event.currentTarget.select()}
                    />
                    <Button
                      bare
                      icon={copied === link ? Check : Copy}
                      label={copied === link ? "Copied" : "Copy"}
                      onPress={() => copy(link)}
                    />
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

/** A link as a code that a phone reads: dark on white, as scanners want it. */
function Code({ text }: { text: string }) {
  if (text === "") return null;
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  let path = "";
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (data[y]?.[x]) path += `M${x} ${y}h1v1h-1z`;
  return (
    <svg
      class="code"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label="QR code of the link"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#111" />
    </svg>
  );
}
