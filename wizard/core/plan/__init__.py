"""What the technician wants: servers, order and transport, and the DNS records that this needs."""
