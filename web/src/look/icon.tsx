// The icons in use. Each stands beside words or on a labelled control, so that readers of the screen don't hear it;
// one that says something by itself is given a label.
import * as drawn from "@ant-design/icons";
import type { ComponentType } from "react";

interface IconProps {
  className?: string;
  label?: string;
}

function quiet(
  Drawn: ComponentType<{ className?: string; title?: string; "aria-hidden"?: boolean; "aria-label"?: string }>,
) {
  return function Icon({ className, label }: IconProps) {
    return label ? (
      <Drawn className={className} title={label} aria-label={label} />
    ) : (
      <Drawn className={className} aria-hidden />
    );
  };
}

export const ActIcon = quiet(drawn.ThunderboltOutlined);
export const BellIcon = quiet(drawn.BellOutlined);
export const ChartIcon = quiet(drawn.BarChartOutlined);
export const CheckIcon = quiet(drawn.CheckOutlined);
export const CloseIcon = quiet(drawn.CloseOutlined);
export const CopyIcon = quiet(drawn.CopyOutlined);
export const ColumnsIcon = quiet(drawn.TableOutlined);
export const CodeIcon = quiet(drawn.CodeOutlined);
export const DownloadIcon = quiet(drawn.DownloadOutlined);
export const DownIcon = quiet(drawn.DownOutlined);
export const EditIcon = quiet(drawn.EditOutlined);
export const EyeIcon = quiet(drawn.EyeOutlined);
export const FlowIcon = quiet(drawn.PartitionOutlined);
export const FoldIcon = quiet(drawn.MenuFoldOutlined);
export const ForwardIcon = quiet(drawn.ArrowRightOutlined);
export const GlossaryIcon = quiet(drawn.ReadOutlined);
export const GroupIcon = quiet(drawn.GroupOutlined);
export const HealthIcon = quiet(drawn.HeartOutlined);
export const HomeIcon = quiet(drawn.HomeOutlined);
export const KeyIcon = quiet(drawn.KeyOutlined);
export const ListIcon = quiet(drawn.UnorderedListOutlined);
export const LogIcon = quiet(drawn.HistoryOutlined);
export const LoadingIcon = quiet(drawn.LoadingOutlined);
export const LockIcon = quiet(drawn.LockOutlined);
export const MenuIcon = quiet(drawn.MenuOutlined);
export const MoreIcon = quiet(drawn.MoreOutlined);
export const PaperClipIcon = quiet(drawn.PaperClipOutlined);
export const PlusIcon = quiet(drawn.PlusOutlined);
export const PrintIcon = quiet(drawn.PrinterOutlined);
export const QuestionIcon = quiet(drawn.QuestionCircleOutlined);
export const RecordIcon = quiet(drawn.FileTextOutlined);
export const SearchIcon = quiet(drawn.SearchOutlined);
export const SendIcon = quiet(drawn.SendOutlined);
export const StarIcon = quiet(drawn.StarOutlined);
export const StarredIcon = quiet(drawn.StarFilled);
export const TemplateIcon = quiet(drawn.SnippetsOutlined);
export const TargetIcon = quiet(drawn.AimOutlined);
export const UnfoldIcon = quiet(drawn.MenuUnfoldOutlined);
export const UpIcon = quiet(drawn.UpOutlined);
export const UploadIcon = quiet(drawn.UploadOutlined);
export const WallIcon = quiet(drawn.FullscreenOutlined);
export const AuditIcon = quiet(drawn.AuditOutlined);
export const UserIcon = quiet(drawn.UserOutlined);
export const ViewsIcon = quiet(drawn.UnorderedListOutlined);
